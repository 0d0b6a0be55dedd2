import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider, type ThemeConfig } from 'antd';
import english from 'antd/locale/en_US';
import chinese from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router';
import { RequestFailure, whenLoginEnds } from './api/client.ts';
import { STAFF_KEY } from './api/queries.ts';
import { Entrance } from './layout/entrance.tsx';
import { PageLoading, PageMissing, PageCrashed } from './layout/page-states.tsx';
import { FirstPermittedPage } from './layout/navigation.tsx';
import { currentLanguage } from './words/i18n.ts';

const queries = new QueryClient({
  defaultOptions: {
    // An expected refusal stays one when asked again; a lost connection may come back.
    queries: {
      retry: (times, error) => error instanceof RequestFailure && error.code === 'LT-5001' && times < 2,
      staleTime: 2_000,
    },
  },
});

const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1a5fb4',
    colorError: '#c0262d',
    colorWarning: '#b86e00',
    colorSuccess: '#26774a',
    borderRadius: 4,
    fontSize: 14,
    fontFamily: `"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif`,
  },
  components: {
    Layout: { siderBg: '#ffffff', headerBg: '#ffffff', bodyBg: '#f2f4f7', headerHeight: 56, headerPadding: '0 20px' },
    Table: { headerBg: '#f6f8fa', cellPaddingBlockMD: 10 },
  },
};

/** Each page is a chunk of its own, so that the log-in page is small. */
const router = createBrowserRouter(
  [
    {
      path: '/',
      Component: Entrance,
      HydrateFallback: PageLoading,
      ErrorBoundary: PageCrashed,
      children: [
        { index: true, Component: FirstPermittedPage },
        {
          path: 'kiosks',
          lazy: async () => ({ Component: (await import('./pages/kiosks/kiosks-page.tsx')).KiosksPage }),
        },
        {
          path: 'payments',
          lazy: async () => ({ Component: (await import('./pages/payments/payments-page.tsx')).PaymentsPage }),
        },
        {
          path: 'receipts',
          lazy: async () => ({ Component: (await import('./pages/receipts/receipts-page.tsx')).ReceiptsPage }),
        },
        { path: 'rooms', lazy: async () => ({ Component: (await import('./pages/rooms/rooms-page.tsx')).RoomsPage }) },
        {
          path: 'rooms/:roomId',
          lazy: async () => ({ Component: (await import('./pages/household/household-page.tsx')).HouseholdPage }),
        },
        { path: '*', Component: PageMissing },
      ],
    },
    { path: '/login', element: <Navigate to="/" replace /> },
  ],
  { basename: '/admin' },
);

export function Application(): ReactElement {
  const { t } = useTranslation();
  const language = currentLanguage();
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
  useEffect(() => {
    document.title = t('product.title');
  }, [t]);
  useEffect(() => {
    // What the last person saw must not wait in memory for the next.
    whenLoginEnds(() => {
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== STAFF_KEY[0] });
      void queries.resetQueries({ queryKey: STAFF_KEY });
    });
  }, []);
  return (
    <ConfigProvider locale={language === 'en' ? english : chinese} theme={theme}>
      <App>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}

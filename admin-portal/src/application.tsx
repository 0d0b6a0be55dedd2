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
import { Entrance } from './layout/entrance.tsx';
import { PageLoading, PageMissing, PageCrashed } from './layout/page-states.tsx';
import { FirstPermittedPage } from './layout/navigation.tsx';
import { leave } from './session/leave.ts';
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
    colorWarning: '#8f5600',
    colorWarningBg: '#fff6e3',
    colorWarningBorder: '#f0cf94',
    colorTextDescription: '#5c6470',
    colorTextSecondary: '#5c6470',
    colorTextPlaceholder: '#6b7280',
    colorSuccess: '#26774a',
    colorSuccessBg: '#eaf6ee',
    colorSuccessBorder: '#b5dcc3',
    colorInfo: '#1a5fb4',
    colorLink: '#1a5fb4',
    borderRadius: 4,
    fontSize: 14,
  },
  components: {
    Descriptions: { labelColor: '#5c6470' },
    Layout: { siderBg: '#ffffff', headerBg: '#ffffff', bodyBg: '#f2f4f7', headerHeight: 56, headerPadding: '0 20px' },
    Table: { headerBg: '#f6f8fa', cellPaddingBlockMD: 10 },
  },
};

const CHINESE_FONTS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif';
/** Chinese fonts draw an apostrophe as wide as a character: English words get a Latin font first. */
const FONTS = { 'zh-CN': CHINESE_FONTS, en: `"Segoe UI", "Helvetica Neue", Arial, ${CHINESE_FONTS}` } as const;

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
        { path: 'usage', lazy: async () => ({ Component: (await import('./pages/usage/usage-page.tsx')).UsagePage }) },
        { path: 'ways', lazy: async () => ({ Component: (await import('./pages/ways/ways-page.tsx')).WaysPage }) },
        {
          path: 'tickets',
          lazy: async () => ({ Component: (await import('./pages/tickets/tickets-page.tsx')).TicketsPage }),
        },
        {
          path: 'payments',
          lazy: async () => ({ Component: (await import('./pages/payments/payments-page.tsx')).PaymentsPage }),
        },
        {
          path: 'exceptions',
          lazy: async () => ({ Component: (await import('./pages/exceptions/exceptions-page.tsx')).ExceptionsPage }),
        },
        {
          path: 'refunds',
          lazy: async () => ({ Component: (await import('./pages/refunds/refunds-page.tsx')).RefundsPage }),
        },
        {
          path: 'receipts',
          lazy: async () => ({ Component: (await import('./pages/receipts/receipts-page.tsx')).ReceiptsPage }),
        },
        {
          path: 'invoices',
          lazy: async () => ({ Component: (await import('./pages/invoices/invoices-page.tsx')).InvoicesPage }),
        },
        {
          path: 'cash',
          lazy: async () => ({ Component: (await import('./pages/cash/cash-page.tsx')).CashPage }),
        },
        {
          path: 'cash/closes/:closeId',
          lazy: async () => ({ Component: (await import('./pages/cash/day-close-page.tsx')).DayClosePage }),
        },
        {
          path: 'offers',
          lazy: async () => ({ Component: (await import('./pages/offers/offers-page.tsx')).OffersPage }),
        },
        {
          path: 'parking-leases',
          lazy: async () => ({
            Component: (await import('./pages/parking-leases/parking-leases-page.tsx')).ParkingLeasesPage,
          }),
        },
        {
          path: 'parking-stays',
          lazy: async () => ({
            Component: (await import('./pages/parking-stays/parking-stays-page.tsx')).ParkingStaysPage,
          }),
        },
        {
          path: 'transfer-slips',
          lazy: async () => ({
            Component: (await import('./pages/transfer-slips/transfer-slips-page.tsx')).TransferSlipsPage,
          }),
        },
        { path: 'rooms', lazy: async () => ({ Component: (await import('./pages/rooms/rooms-page.tsx')).RoomsPage }) },
        {
          path: 'rooms/:roomId',
          lazy: async () => ({ Component: (await import('./pages/household/household-page.tsx')).HouseholdPage }),
        },
        {
          path: 'reconciliation',
          lazy: async () => ({
            Component: (await import('./pages/reconciliation/reconciliation-page.tsx')).ReconciliationPage,
          }),
        },
        {
          path: 'ledger',
          lazy: async () => ({ Component: (await import('./pages/ledger/ledger-page.tsx')).LedgerPage }),
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
    whenLoginEnds(() => leave(queries));
  }, []);
  return (
    <ConfigProvider
      locale={language === 'en' ? english : chinese}
      theme={{ ...theme, token: { ...theme.token, fontFamily: FONTS[language] } }}
    >
      <App>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}

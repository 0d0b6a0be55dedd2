import {
  AccountBookOutlined,
  AuditOutlined,
  BarChartOutlined,
  BookOutlined,
  CarOutlined,
  CustomerServiceOutlined,
  DesktopOutlined,
  ExceptionOutlined,
  FieldTimeOutlined,
  FileTextOutlined,
  GiftOutlined,
  HomeOutlined,
  IdcardOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  ProfileOutlined,
  PictureOutlined,
  RollbackOutlined,
  WalletOutlined,
} from '@ant-design/icons';
import { Button, Layout, Menu, Segmented, Select, type MenuProps } from 'antd';
import { useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { CommunityContext } from '../session/community.ts';
import { useLoggedInStaff } from '../session/staff-context.ts';
import { currentLanguage, switchLanguage, type Language } from '../words/i18n.ts';
import { useLocalised } from '../words/localised.ts';
import { AlertBell } from './alert-bell.tsx';
import { HelpBell } from './help-bell.tsx';
import { StaffMenu } from './staff-menu.tsx';
import { isPage, pagesFor, type PageEntry } from './navigation.tsx';
import { Refused } from './page-states.tsx';

const ICONS: Readonly<Record<string, ReactNode>> = {
  '/kiosks': <DesktopOutlined />,
  '/usage': <BarChartOutlined />,
  '/ways': <IdcardOutlined />,
  '/tickets': <CustomerServiceOutlined />,
  '/payments': <AccountBookOutlined />,
  '/receipts': <ProfileOutlined />,
  '/refunds': <RollbackOutlined />,
  '/transfer-slips': <PictureOutlined />,
  '/offers': <GiftOutlined />,
  '/parking-leases': <CarOutlined />,
  '/parking-stays': <FieldTimeOutlined />,
  '/cash': <WalletOutlined />,
  '/exceptions': <ExceptionOutlined />,
  '/invoices': <FileTextOutlined />,
  '/rooms': <HomeOutlined />,
  '/reconciliation': <AuditOutlined />,
  '/ledger': <BookOutlined />,
};

const LANGUAGE_NAMES = [
  { value: 'zh-CN', label: '中文' },
  { value: 'en', label: 'EN' },
] as const;

const ALL = 'all';

/** Left tree, top bar, work area (acceptance S27.1). */
export function Frame(): ReactElement {
  const staff = useLoggedInStaff();
  const { t } = useTranslation();
  const localised = useLocalised();
  const { pathname } = useLocation();
  const [folded, setFolded] = useState(false);
  const [communityId, choose] = useState<string | undefined>(undefined);
  const community = useMemo(() => ({ communityId, choose }), [communityId]);
  const pages = pagesFor(staff);
  const here = pages.find((page) => pathname.startsWith(page.path));
  const isHome = pathname === '/';

  return (
    <CommunityContext value={community}>
      <Layout className="frame">
        <Layout.Sider
          width={208}
          collapsedWidth={64}
          collapsed={folded}
          className="frame-tree"
          // Beside a whole tree, tables of a small screen would have no room.
          breakpoint="xl"
          onBreakpoint={setFolded}
        >
          <Link to="/" className="brand">
            <img
              src={`${import.meta.env.BASE_URL}favicon.svg`}
              alt={folded ? t('product.title') : ''}
              width={28}
              height={28}
            />
            {!folded && (
              <span>
                <b>{t('product.name')}</b>
                <small>{t('product.tagline')}</small>
              </span>
            )}
          </Link>
          <nav aria-label={t('frame.navigation')}>
            <Menu mode="inline" selectedKeys={here ? [here.path] : []} items={treeItems(pages, folded, t)} />
          </nav>
        </Layout.Sider>
        <Layout>
          <Layout.Header className="frame-bar">
            <Button
              type="text"
              icon={folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
              aria-label={t('frame.fold')}
              onClick={() => setFolded(!folded)}
            />
            <Select
              className="frame-community"
              aria-label={t('frame.community')}
              value={communityId ?? ALL}
              onChange={(value) => choose(value === ALL ? undefined : value)}
              showSearch={{ optionFilterProp: 'label' }}
              options={[
                ...(staff.communities.length === 1 ? [] : [{ value: ALL, label: t('frame.allCommunities') }]),
                ...staff.communities.map((one) => ({
                  value: staff.communities.length === 1 ? ALL : one.communityId,
                  label: localised(one.name),
                })),
              ]}
            />
            <span className="frame-gap" />
            {staff.permissions.includes('help-calls.answer') && <HelpBell />}
            {staff.permissions.includes('kiosks.view') && <AlertBell />}
            <Segmented<Language>
              aria-label={t('frame.language')}
              options={[...LANGUAGE_NAMES]}
              value={currentLanguage()}
              onChange={(language) => void switchLanguage(language)}
            />
            <StaffMenu />
          </Layout.Header>
          <Layout.Content className="frame-work">{here || isHome ? <Outlet /> : <NotHere />}</Layout.Content>
        </Layout>
      </Layout>
    </CommunityContext>
  );
}

/** A page this person may not see reads like one that does not exist for them. */
function NotHere(): ReactElement {
  const { pathname } = useLocation();
  return isPage(pathname) ? <Refused /> : <Outlet />;
}

function treeItems(
  pages: readonly PageEntry[],
  folded: boolean,
  t: (key: string) => string,
): NonNullable<MenuProps['items']> {
  const entry = (page: PageEntry) => ({
    key: page.path,
    icon: ICONS[page.path],
    label: <Link to={page.path}>{t(page.label)}</Link>,
  });
  if (folded) return pages.map(entry);
  const groups = [...new Set(pages.map((page) => page.group))];
  return groups.map((group) => ({
    key: group,
    type: 'group',
    label: t(group),
    children: pages.filter((page) => page.group === group).map(entry),
  }));
}

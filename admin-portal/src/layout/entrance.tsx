import { lazy, Suspense, type ReactElement } from 'react';
import { useStaff } from '../api/queries.ts';
import { LoginPage } from '../pages/login/login-page.tsx';
import { StaffContext } from '../session/staff-context.ts';
import { FailedToLoad, PageLoading } from './page-states.tsx';

const Frame = lazy(async () => ({ default: (await import('./frame.tsx')).Frame }));

/** The log-in page or, for staff who are logged in, the frame with the page they asked for. */
export function Entrance(): ReactElement {
  const staff = useStaff();
  if (staff.isPending) return <PageLoading />;
  if (staff.isError) return <FailedToLoad error={staff.error} onRetry={() => void staff.refetch()} />;
  if (!staff.data) return <LoginPage />;
  return (
    <StaffContext value={staff.data}>
      <Suspense fallback={<PageLoading />}>
        <Frame />
      </Suspense>
    </StaffContext>
  );
}

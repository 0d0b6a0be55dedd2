import type { HouseholdCar } from '@louting/server/contract/parking-stays-admin-api';
import { Alert, Button, Popconfirm, Tag, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { WholeTable } from '../whole-table.tsx';
import { RegisterCarDialog } from './register-car-dialog.tsx';
import { useEndCar, useHouseholdCars } from './stay-queries.ts';

/** Cars whose stays are taken from what their homes have paid ahead. */
export function CarsPanel({ communityId }: { communityId: string | undefined }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const { permissions } = useLoggedInStaff();
  const mayManage = permissions.includes('agreements.manage');
  const cars = useHouseholdCars(communityId);
  const end = useEndCar();
  const [registering, setRegistering] = useState(false);
  const columns: NonNullable<TableProps<HouseholdCar>['columns']> = [
    { title: t('leases.plate'), width: 140, render: (_, car) => <span className="digits">{car.plateMasked}</span> },
    { title: t('rooms.room'), render: (_, car) => <Link to={`/rooms/${car.roomId}`}>{car.roomLabel}</Link> },
    {
      title: t('slips.state'),
      width: 260,
      render: (_, car) => (
        <>
          <Tag color={car.agreed ? 'success' : 'warning'}>{t(car.agreed ? 'stays.agreed' : 'stays.notAgreed')}</Tag>
          {mayManage && (
            <Popconfirm title={t('stays.endCar')} onConfirm={() => end.mutate(car.carId)}>
              <Button size="small" type="link" danger loading={end.isPending}>
                {t('stays.endCar')}
              </Button>
            </Popconfirm>
          )}
        </>
      ),
    },
  ];
  return (
    <section className="panel">
      <header className="panel-heading">
        <div>
          <h2>{t('stays.cars')}</h2>
          <p>{t('stays.carsHint')}</p>
        </div>
        {mayManage && <Button onClick={() => setRegistering(true)}>{t('stays.registerCar')}</Button>}
      </header>
      {end.isError && <Alert type="error" showIcon title={words(failureCode(end.error))} />}
      <WholeTable
        answer={cars}
        columns={columns}
        rowKey={(car) => car.carId}
        emptyWords={t('stays.noCars')}
        width={700}
      />
      {registering && <RegisterCarDialog onClose={() => setRegistering(false)} />}
    </section>
  );
}

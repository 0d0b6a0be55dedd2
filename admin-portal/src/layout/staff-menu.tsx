import { KeyOutlined, LogoutOutlined, UserOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Avatar, Button, Dropdown, type MenuProps } from 'antd';
import { useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../api/client.ts';
import { leave } from '../session/leave.ts';
import { useLoggedInStaff } from '../session/staff-context.ts';
import { PasswordDialog } from './password-dialog.tsx';

export function StaffMenu(): ReactElement {
  const staff = useLoggedInStaff();
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [changing, setChanging] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const changePassword = () => {
    // Its place in the menu is gone when the dialog gives the focus back.
    button.current?.focus();
    setChanging(true);
  };
  const logOut = async () => {
    await post('/admin/v1/logout').catch(() => undefined);
    leave(queries);
  };
  const items: MenuProps['items'] = [
    { key: 'who', disabled: true, label: staff.roles.map((role) => t(`role.${role}`)).join(t('list.separator')) },
    { type: 'divider' },
    { key: 'password', icon: <KeyOutlined />, label: t('password.change'), onClick: changePassword },
    { key: 'log-out', icon: <LogoutOutlined />, label: t('action.logOut'), onClick: () => void logOut() },
  ];
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <Button ref={button} type="text" className="staff-button" aria-label={`${staff.name} ${t('frame.staffMenu')}`}>
          <Avatar size={26} icon={<UserOutlined />} /> <span>{staff.name}</span>
        </Button>
      </Dropdown>
      {changing && <PasswordDialog onClose={() => setChanging(false)} />}
    </>
  );
}

import { Select } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRooms } from '../api/queries.ts';

const ROOMS_SHOWN = 20;

interface RoomChoiceProps {
  /** The form's, so that its label and its errors lead here. */
  readonly id?: string;
  readonly communityId: string | undefined;
  readonly value?: string;
  readonly onChange?: (roomId: string) => void;
}

/** One room of a community, found by its number, a name or a phone number. */
export function RoomChoice({ id, communityId, value, onChange }: RoomChoiceProps): ReactElement {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const rooms = useRooms({ communityId, search, page: 1, pageSize: ROOMS_SHOWN });
  return (
    <Select
      {...(id !== undefined && { id })}
      aria-label={t('rooms.room')}
      placeholder={t('rooms.search')}
      loading={rooms.isFetching}
      showSearch={{ filterOption: false, onSearch: (typed) => setSearch(typed.trim()) }}
      notFoundContent={t('rooms.empty')}
      {...(value !== undefined && { value })}
      {...(onChange && { onChange })}
      options={(rooms.data?.rows ?? []).map((room) => ({
        value: room.roomId,
        label: `${room.roomLabel} · ${room.ownerMasked || t('rooms.noOwner')}`,
      }))}
    />
  );
}

/** Brokers, BDMs and branches. */
import { IDS } from './people.ts'

export const directory = () => ({
  brokers: [
    {
      id: IDS.broker,
      version: 1,
      name: 'Tom Haddad',
      company: 'Haddad Finance',
      phone: '0293034261',
      email: 'tom@haddad.example.com.au',
      branch_id: IDS.branch,
      bd_ids: [IDS.bd],
      bdms: [{ id: IDS.bd, name: 'Priya Raman' }],
      brokers: [],
    },
  ] as Record<string, unknown>[],
  bdms: [
    {
      id: IDS.bd,
      version: 1,
      name: 'Priya Raman',
      phone: '0412345678',
      email: 'priya@lend.example',
      branch_id: IDS.branch,
      brokers: [{ id: IDS.broker, name: 'Tom Haddad' }],
      bdms: [],
    },
  ] as Record<string, unknown>[],
  branches: [
    {
      id: IDS.branch,
      version: 1,
      name: 'Sydney',
      address: {
        street: '1 George Street',
        city: 'Sydney',
        state: 'NSW',
        postal_code: '2000',
        country: 'Australia',
      },
      bdms: [{ id: IDS.bd, name: 'Priya Raman' }],
      brokers: [],
    },
  ] as Record<string, unknown>[],
})

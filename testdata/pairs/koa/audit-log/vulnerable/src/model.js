import { DataTypes, Sequelize } from 'sequelize';

export const sequelize = new Sequelize(process.env.AUDIT_DB ?? 'sqlite::memory:', { logging: false });

export const Entry = sequelize.define(
  'entry',
  {
    tenant: { type: DataTypes.STRING(40), allowNull: false },
    actor: { type: DataTypes.STRING(80), allowNull: false },
    action: { type: DataTypes.STRING(80), allowNull: false },
    detail: { type: DataTypes.TEXT },
    at: { type: DataTypes.DATE, allowNull: false },
  },
  { tableName: 'audit_entries', timestamps: false, indexes: [{ fields: ['tenant', 'at'] }] }
);

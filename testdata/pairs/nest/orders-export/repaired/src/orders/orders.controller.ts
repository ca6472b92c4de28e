import { Controller, Get, Header, Param, ParseIntPipe, Query, Req, UseGuards } from '@nestjs/common';
import { JwtAuthGuard } from '../auth/jwt-auth.guard';
import { Roles, RolesGuard } from '../auth/roles.guard';
import { ExportQuery } from './export-query.dto';
import { OrdersService } from './orders.service';

@Controller('orders')
@UseGuards(JwtAuthGuard, RolesGuard)
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get('mine')
  mine(@Req() req) {
    return this.orders.forCustomer(req.user.sub);
  }

  // back office: all orders of a period, for the accountant
  @Get('export')
  @Roles('accounting', 'admin')
  @Header('Content-Type', 'text/csv')
  @Header('Content-Disposition', 'attachment; filename="orders.csv"')
  export(@Query() query: ExportQuery) {
    return this.orders.exportCsv(query);
  }

  @Get(':id')
  one(@Param('id', ParseIntPipe) id: number, @Req() req) {
    return this.orders.findOne(id, req.user.sub);
  }
}

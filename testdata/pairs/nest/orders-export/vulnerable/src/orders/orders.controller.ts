import { Controller, Get, Header, Param, ParseIntPipe, Query, Req, UseGuards } from '@nestjs/common';
import { JwtAuthGuard } from '../auth/jwt-auth.guard';
import { OrdersService } from './orders.service';

@Controller('orders')
@UseGuards(JwtAuthGuard)
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get('mine')
  mine(@Req() req) {
    return this.orders.forCustomer(req.user.sub);
  }

  // back office: all orders of a period, for the accountant
  @Get('export')
  @Header('Content-Type', 'text/csv')
  @Header('Content-Disposition', 'attachment; filename="orders.csv"')
  export(@Query('from') from: string, @Query('to') to: string, @Query('sort') sort = 'created_at') {
    return this.orders.exportCsv(from, to, sort);
  }

  @Get(':id')
  one(@Param('id', ParseIntPipe) id: number) {
    return this.orders.findOne(id);
  }
}

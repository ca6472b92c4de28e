import {
  BadRequestException, Controller, ForbiddenException, Get, Headers, HttpCode, Param,
  ParseEnumPipe, Post, Query, RawBodyRequest, Redirect, Req, UseGuards,
} from '@nestjs/common';
import { Request } from 'express';
import { BackOfficeGuard } from './back-office.guard';
import { PaymentsService } from './payments.service';

enum Status { pending = 'pending', paid = 'paid', failed = 'failed', refunded = 'refunded' }
const LOCAL_PATH = /^\/[a-z0-9][a-z0-9/_-]*$/i;

@Controller('payments')
export class PaymentsController {
  constructor(private readonly payments: PaymentsService) {}

  @Post('callback')
  @HttpCode(204)
  callback(@Req() req: RawBodyRequest<Request>, @Headers('x-signature') signature: string) {
    if (!req.rawBody) throw new BadRequestException();
    if (!this.payments.isGenuine(req.rawBody, signature)) throw new ForbiddenException();
    const event = req.body;
    if (typeof event?.reference !== 'string' || !['paid', 'failed'].includes(event.status)) {
      throw new BadRequestException();
    }
    this.payments.settle(event.reference, event.status);
  }

  // the customer comes back here from the payment page
  @Get('return')
  @Redirect()
  back(@Query('next') next = '/orders') {
    return { url: LOCAL_PATH.test(next) ? next : '/orders' };
  }

  // back office
  @Get()
  @UseGuards(BackOfficeGuard)
  list(@Query('status', new ParseEnumPipe(Status, { optional: true })) status = Status.paid) {
    return this.payments.list(status);
  }

  @Post(':reference/refund')
  @UseGuards(BackOfficeGuard)
  @HttpCode(200)
  refund(@Param('reference') reference: string) {
    this.payments.settle(reference, 'refunded');
    return this.payments.status(reference);
  }
}

import {
  BadRequestException, Controller, ForbiddenException, Get, Headers, HttpCode, Param, Post, Query,
  RawBodyRequest, Redirect, Req,
} from '@nestjs/common';
import { Request } from 'express';
import { PaymentsService } from './payments.service';

@Controller('payments')
export class PaymentsController {
  constructor(private readonly payments: PaymentsService) {}

  @Post('callback')
  @HttpCode(204)
  callback(@Req() req: RawBodyRequest<Request>, @Headers('x-signature') signature: string) {
    if (!req.rawBody) throw new BadRequestException();
    if (!this.payments.isGenuine(req.rawBody, signature)) throw new ForbiddenException();
    this.payments.settle(req.body.reference, req.body.status);
  }

  // the customer comes back here from the payment page
  @Get('return')
  @Redirect()
  back(@Query('next') next = '/orders') {
    return { url: next };
  }

  // back office
  @Get()
  list(@Query('status') status = 'paid') {
    return this.payments.list(status);
  }

  @Post(':reference/refund')
  @HttpCode(200)
  refund(@Param('reference') reference: string) {
    this.payments.settle(reference, 'refunded');
    return this.payments.status(reference);
  }
}

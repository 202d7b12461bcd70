/** Graph's subscriptions to change notifications, as far as this app's own identity sees and owns them. */

export interface GraphSubscription {
  id: string;
  resource: string;
  changeType: string;
  notificationUrl: string;
  lifecycleNotificationUrl: string | undefined;
  expiresAt: Date;
}

export interface NewSubscription {
  resource: string;
  changeType: string;
  notificationUrl: string;
  lifecycleNotificationUrl: string;
  /** The secret that Graph sends back; Graph never shows it again. */
  clientState: string;
  expiresAt: Date;
}

/** Everything that Graph refuses is thrown as GraphError. */
export interface SubscriptionApi {
  /** All of them, every page. */
  list(): AsyncIterable<GraphSubscription>;
  /** Graph calls both URLs back before it answers. Status 409: there is one for this resource and change type. */
  create(subscription: NewSubscription): Promise<GraphSubscription>;
  /** Renews and reauthorizes, and moves it where a URL is given. Status 404: it is gone. */
  renew(id: string, change: { expiresAt: Date; notificationUrl?: string }): Promise<GraphSubscription>;
  /** One that is already gone is not an error. */
  remove(id: string): Promise<void>;
}

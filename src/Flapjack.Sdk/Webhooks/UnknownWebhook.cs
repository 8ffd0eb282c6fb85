namespace Flapjack.Sdk;

/// <summary>An event whose name this version does not know; nothing of it is lost. Answer 200, as for any other event that you do not need.</summary>
public sealed record UnknownWebhook : ComputerWebhookPayload;

using System.Net;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>A webhook's host turned out to lie outside the public internet when it was to be connected to.</summary>
internal sealed class WebhookAddressRefusedException(string host, IPAddress address)
    : Exception($"The webhook host '{host}' is at {address}, which is not a public address; it was not connected to.");

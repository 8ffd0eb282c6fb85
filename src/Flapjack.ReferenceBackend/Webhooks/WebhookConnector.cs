using System.Net;
using System.Net.Sockets;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>
/// Opens the connections of webhooks, to public addresses only. A name may resolve to another address than it did when its
/// URL was accepted, so the look-up, the check and the connection are made here on the very same addresses.
/// </summary>
internal sealed class WebhookConnector(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowLoopback)
{
    /// <summary>Serves as <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        ConnectAsync(context.DnsEndPoint, cancellationToken);

    /// <summary>Connects to a host, or throws <see cref="WebhookAddressRefusedException"/> when any of its addresses is not public.</summary>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = await AllowedAddressesAsync(target.Host, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(addresses, target.Port, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The addresses of a host, for a client that opens its connections itself. It throws <see cref="WebhookAddressRefusedException"/> when any of them is not public.</summary>
    public async Task<IPAddress[]> AllowedAddressesAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(host, cancellationToken).ConfigureAwait(false);

        // A name with a public and a private address may be an attempt to get past the check by means of the public one.
        return Array.Find(addresses, address => !IsAllowed(address)) is { } refused ? throw new WebhookAddressRefusedException(host, refused) : addresses;
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        // The look-up of the system can't be interrupted, so it runs on unobserved.
        var addresses = await resolve(host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }

    private bool IsAllowed(IPAddress address) =>
        PublicAddress.IsPublic(address) || (allowLoopback && IPAddress.IsLoopback(address));

    private static async Task<Stream> OpenAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

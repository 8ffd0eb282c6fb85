using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace AppPlatform;

/// <summary>The address at which this program listens.</summary>
internal static class ServerAddress
{
    private const string Here = "127.0.0.1";

    private static readonly string[] Everywhere = ["0.0.0.0", "[::]", "*", "+"];

    /// <summary>Starts to listen.</summary>
    /// <exception cref="StartException">The address, or a setting, can't be used; the message says why.</exception>
    public static async Task ListenAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (OptionsValidationException e)
        {
            throw new StartException(e.Message);
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidOperationException or SocketException)
        {
            throw new StartException($"{e.Message.TrimEnd('.')}. Choose another address with --urls, for example --urls {FreeAddress(WantedAddress(app))}");
        }
    }

    /// <summary>The address under which this machine reaches the program while it listens, without a slash at the end.</summary>
    public static string OwnAddress(this WebApplication app) => app.Services.GetRequiredService<IServer>().OwnAddress();

    /// <inheritdoc cref="OwnAddress(WebApplication)"/>
    public static string OwnAddress(this IServer server)
    {
        var address = BindingAddress.Parse(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        var host = Everywhere.Contains(address.Host) ? Here : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }

    // Read from the settings, because a server that could not start has no addresses.
    private static string WantedAddress(WebApplication app) => (app.Configuration["urls"] ?? "").Split(';')[0];

    /// <summary>An address like the one that can't be used, with the next port that is free at this moment.</summary>
    private static string FreeAddress(string taken)
    {
        var (host, port) = (Here, 5080);
        try
        {
            var wanted = BindingAddress.Parse(taken);
            // This machine may not have any other host.
            host = wanted.Host == "localhost" || Everywhere.Contains(wanted.Host) ? wanted.Host : Here;
            port = wanted.Port;
        }
        catch (FormatException)
        {
            // The setting is no address; the default is used.
        }

        var interfaces = Everywhere.Contains(host) ? IPAddress.Any : IPAddress.Loopback;
        var free = Enumerable.Range(port + 1, 20).Append(0).Select(candidate => FreePort(interfaces, candidate)).First(found => found is not null);
        return $"http://{host}:{free}";
    }

    /// <summary>The port if it is free (for 0: any free port); null if it is taken, or this user may not listen on it.</summary>
    private static int? FreePort(IPAddress interfaces, int port)
    {
        if (port > IPEndPoint.MaxPort)
        {
            return null;
        }

        using var listener = new TcpListener(interfaces, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}

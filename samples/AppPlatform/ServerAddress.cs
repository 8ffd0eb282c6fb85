namespace AppPlatform;

/// <summary>Where this program listens.</summary>
internal static class ServerAddress
{
    private static readonly string[] Everywhere = ["0.0.0.0", "[::]", "*", "+"];

    /// <summary>Starts to listen.</summary>
    /// <exception cref="StartException">The address can't be used; the message says why.</exception>
    public static async Task ListenAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            throw new StartException($"{e.Message.TrimEnd('.')}. Choose another address with --urls, for example --urls http://127.0.0.1:5081");
        }
    }

    /// <summary>The address under which this machine reaches it, once it listens: without a slash at its end.</summary>
    public static string OwnAddress(this WebApplication app)
    {
        var address = BindingAddress.Parse(app.Urls.First());
        var host = Everywhere.Contains(address.Host) ? "127.0.0.1" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }
}

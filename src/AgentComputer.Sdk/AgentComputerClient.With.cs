using System.Diagnostics.CodeAnalysis;
using AgentComputer.Sdk.Settings;
using Shared.Wire.Http;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    private AgentComputerClient(WireHttp http) => _http = http;

    /// <summary>Makes a client that sends in another way: with other timeouts and retries, or with headers of yours. It costs almost nothing, so make it for a single call.</summary>
    /// <param name="configure">
    /// Changes the options, which begin with those of this client; called once, at the call. A client that was made by <c>With</c> can be asked in turn.
    /// </param>
    /// <returns>
    /// A client on the connections of this client, with the same key. Nothing of this client changes. Disposing the returned client closes no connection,
    /// so it need not be disposed; after this client is disposed, it throws an <see cref="ObjectDisposedException"/> as well.
    /// </returns>
    /// <exception cref="ArgumentException">An option is out of its range, or a header can't be added; the message names it.</exception>
    /// <remarks>A class of yours that overrides methods of the client must override this method, too: the returned client has none of its overrides.</remarks>
    [SuppressMessage("Naming", "CA1716", Justification = "It is a keyword of Visual Basic only, and the word that users of other clients look for.")]
    public virtual AgentComputerClient With(Action<AgentComputerCallOptions> configure)
    {
        var http = Http;
        ArgumentNullException.ThrowIfNull(configure);
        var options = CallSettings.OptionsOf(http.Settings);
        configure(options);
        return new(http.With(CallSettings.Change(http.Settings, options)));
    }
}

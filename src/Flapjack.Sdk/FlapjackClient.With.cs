using System.Diagnostics.CodeAnalysis;
using Flapjack.Sdk.Settings;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Makes a client that sends in another way: with other timeouts and retries, or with headers of yours. It costs almost nothing, so make it for a single call.</summary>
    /// <param name="configure">
    /// Changes the options, which begin with those of this client; called once, at the call. A client that was made by <c>With</c> can be asked in turn.
    /// </param>
    /// <returns>
    /// A client on the connections of this client. It has the same key, governor and knowledge of the server. Nothing of this client changes. Disposing
    /// the returned client closes no connection, so it need not be disposed; after this client is disposed, it throws an
    /// <see cref="ObjectDisposedException"/> as well.
    /// </returns>
    /// <exception cref="ArgumentException">An option is out of its range, or a header can't be added; the message names it.</exception>
    /// <remarks>A class of yours that overrides methods of the client must override this method, too: the returned client has none of its overrides.</remarks>
    [SuppressMessage("Naming", "CA1716", Justification = "It is a keyword of Visual Basic only, and the word that users of other clients look for.")]
    public virtual FlapjackClient With(Action<FlapjackCallOptions> configure)
    {
        var http = Http;
        ArgumentNullException.ThrowIfNull(configure);
        var options = CallSettings.OptionsOf(_settings!);
        configure(options);
        var settings = CallSettings.Change(_settings!, options);
        return new(settings, http.With(settings.Http));
    }
}

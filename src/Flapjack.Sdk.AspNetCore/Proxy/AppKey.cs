using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Proxy;

/// <summary>The app's key for one request: from the options as they are now, from their provider, or from the environment.</summary>
internal static class AppKey
{
    /// <exception cref="InvalidOperationException">There is no key, or a header can't carry it. The message does not show it.</exception>
    /// <exception cref="ProxyRefusal">The provider took longer than the service may take. Nothing was sent.</exception>
    public static async ValueTask<string> OfAsync(FlapjackClientOptions options, CancellationToken cancellationToken)
    {
        if (options.TokenProvider is { } provider)
        {
            var token = (await AskAsync(provider, options, cancellationToken).ConfigureAwait(false))?.Trim();
            return !string.IsNullOrEmpty(token) && token.All(c => c is > ' ' and < '\x7f') ? token
                : throw new InvalidOperationException($"The option {nameof(options.TokenProvider)} gave no key, or a key that can't stand in a header. Nothing was sent.");
        }

        // Blank is the same as not set, as it is for the client.
        return KeyRedaction.KeyOf(options)
            ?? throw new InvalidOperationException($"There is no API key: neither the options nor the environment variable {FlapjackClientOptions.ApiKeyVariable} hold one.");
    }

    private static async ValueTask<string?> AskAsync(Func<CancellationToken, ValueTask<string>> provider, FlapjackClientOptions options, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.ResponseTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await provider(either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ProxyRefusal(StatusCodes.Status504GatewayTimeout, "UPSTREAM_TIMEOUT", "This app's key for the service did not come in time. Nothing was sent.");
        }
    }
}

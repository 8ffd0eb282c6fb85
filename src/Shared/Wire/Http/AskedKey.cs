using System.Net.Http.Headers;

namespace Shared.Wire.Http;

/// <summary>Asks the app's provider for the key of one attempt. Nothing is sent if the provider fails.</summary>
internal sealed class AskedKey(WireSettings settings)
{
    /// <param name="request">The call, for messages.</param>
    /// <param name="deadline">The deadline of the attempt, which the provider's time belongs to.</param>
    /// <exception cref="WireException">The provider failed, gave nothing that a header can carry, or took longer than the attempt may take.</exception>
    /// <exception cref="OperationCanceledException">The caller's token ended the call.</exception>
    public async Task<AuthenticationHeaderValue> ForAsync(ApiRequest request, AttemptDeadline deadline)
    {
        var key = (await AskAsync(request, deadline).ConfigureAwait(false))?.Trim();
        if (string.IsNullOrEmpty(key))
        {
            throw NotSent(request, "gave no key");
        }

        // The provider may give another key for each attempt, and an answer may echo any of them.
        settings.Redaction.Learn(key);
        return key.All(c => c is > ' ' and < '\x7f') ? ApiKeyHeader.Of(key, settings)
            : throw NotSent(request, "gave a key with a space or another character that can't stand in a header");
    }

    /// <summary>The key of now, if it is another than the key that was refused; otherwise null, also if the provider fails: the refusal says more then.</summary>
    public async Task<AuthenticationHeaderValue?> ForAfterRefusalAsync(ApiRequest request, AuthenticationHeaderValue refused, AttemptDeadline deadline)
    {
        try
        {
            var key = await ForAsync(request, deadline).ConfigureAwait(false);
            return key.Equals(refused) ? null : key;
        }
        catch (WireException)
        {
            return null;
        }
    }

    private async Task<string?> AskAsync(ApiRequest request, AttemptDeadline deadline)
    {
        try
        {
            var asked = settings.KeyProvider!(deadline.Token);
            // A provider that ignores its token must not hold the call. Most have the key at hand.
            return asked.IsCompletedSuccessfully ? asked.Result : await asked.AsTask().WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (deadline.HasPassed)
        {
            throw new WireTimeoutException(
                $"{request} was not sent: {settings.ApiKeyPlace} gave no key within {BudgetText.Seconds(settings.ResponseTimeout)}. The service did nothing.", e)
            {
                Budget = WireTimeoutBudget.Response,
                Timeout = settings.ResponseTimeout,
            };
        }
        catch (Exception e) when (!deadline.Token.IsCancellationRequested)
        {
            // The exception of the provider's own HTTP call would look like a failure of this call, and be repeated.
            throw NotSent(request, $"failed ({e.GetType().Name}: {e.Message.TrimEnd('.')})", e);
        }
    }

    private WireException NotSent(ApiRequest request, string why, Exception? cause = null) =>
        new(settings.Redaction.Message($"{request} was not sent: {settings.ApiKeyPlace} {why}. The service did nothing."), settings.Redaction.Cause(cause));
}

using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Chat.Credentials;

/// <summary>
/// Asks the endpoint of an agent for the key of a model, before the model is asked. The question is posted once and signed, see
/// <see cref="CredentialSignature"/>. Whatever goes wrong means the platform's key, and never costs the answer.
/// </summary>
internal sealed class CredentialResolver : IDisposable
{
    private const int NonceDigits = 32;

    private readonly Func<string, string> _secretOf;
    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <param name="secretOf">The secret that signs for an organization: that of its webhooks.</param>
    /// <param name="resolve">Looks names up.</param>
    /// <param name="allowLoopback">Whether this machine may be connected to.</param>
    /// <param name="time">The clock of the time limit, and of the time stamps.</param>
    public CredentialResolver(Func<string, string> secretOf, Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowLoopback, TimeProvider time)
    {
        (_secretOf, _time) = (secretOf, time);
        _client = WebhookPost.CreateClient(new(resolve, allowLoopback));
    }

    /// <summary>The resolver of a backend.</summary>
    public static CredentialResolver Of(Organizations orgs, bool allowLoopback, TimeProvider time) =>
        new(orgs.WebhookSecretOf, Dns.GetHostAddressesAsync, allowLoopback, time);

    /// <summary>Asks for a key.</summary>
    /// <param name="settings">Where to ask, and how long to wait; it has an address.</param>
    /// <param name="orgId">The organization of the agent.</param>
    /// <param name="question">The body: JSON.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="OperationCanceledException">The caller cancels. There is no other exception.</exception>
    public async Task<CredentialAnswer> AskAsync(CredentialSettings settings, string orgId, byte[] question, CancellationToken cancellationToken)
    {
        var allowed = TimeSpan.FromMilliseconds(settings.TimeoutMs);
        using var limit = new CancellationTokenSource(allowed, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var content = new PostedContent(question);
        try
        {
            return await PostAsync(new(settings.ResolverUrl!), orgId, question, content, either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception failure)
        {
            // The message of the exception is not told: it names addresses, and may repeat what the resolver answered.
            var why = PostFailure.Explain(failure, content.IsBegun, limit.IsCancellationRequested ? allowed : null)?.Reason ?? $"could not be asked ({failure.GetType().Name})";
            return CredentialAnswer.Unusable($"The resolver {why}.");
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<CredentialAnswer> PostAsync(Uri url, string orgId, byte[] question, PostedContent content, CancellationToken cancellationToken)
    {
        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
        {
            return CredentialAnswer.Unusable("The resolver was not asked, because its address is not https: the key would cross the network in the clear.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        Sign(request, question, _secretOf(orgId));
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.OK
            ? await CredentialReply.ReadAsync(response.Content, cancellationToken).ConfigureAwait(false)
            : CredentialAnswer.Unusable($"The resolver answered with the HTTP status {(int)response.StatusCode}.");
    }

    private void Sign(HttpRequestMessage request, byte[] question, string secret)
    {
        var now = _time.GetUtcNow();
        var nonce = RandomNumberGenerator.GetHexString(NonceDigits, lowercase: true);
        request.Headers.Add("User-Agent", "Flapjack-ReferenceBackend");
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add(CredentialHeaders.TimestampName, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(CredentialHeaders.NonceName, nonce);
        request.Headers.Add(CredentialHeaders.SignatureName, CredentialSignature.Compute(question, now, nonce, secret));
    }
}

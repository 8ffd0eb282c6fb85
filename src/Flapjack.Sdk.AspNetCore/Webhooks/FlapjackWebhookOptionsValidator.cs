using Microsoft.Extensions.Options;

namespace Flapjack.Sdk.AspNetCore.Webhooks;

/// <summary>Refuses options with which every webhook would be refused, or every webhook accepted. Its complaints never hold a secret.</summary>
internal sealed class FlapjackWebhookOptionsValidator : IValidateOptions<FlapjackWebhookOptions>
{
    private const int SmallestLimit = 1024;
    private const int LargestLimit = 16 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, FlapjackWebhookOptions options)
    {
        string[] complaints = [.. Complaints(options)];
        return complaints.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(complaints);
    }

    private static IEnumerable<string> Complaints(FlapjackWebhookOptions options)
    {
        if (options.Secrets.Count == 0)
        {
            yield return $"The Flapjack webhook option {nameof(options.Secrets)} is empty: set it to the organization's signing secret, "
                + $"or set the environment variable {FlapjackWebhookOptions.SecretVariable}.";
        }

        for (var i = 0; i < options.Secrets.Count; i++)
        {
            if (SecretComplaint.Of(options.Secrets[i], options.RequireReplayProtection ? Standard : null) is { } complaint)
            {
                yield return $"The Flapjack webhook option {nameof(options.Secrets)}[{i}] {complaint}";
            }
        }

        if (options.MaxBodyBytes is < SmallestLimit or > LargestLimit)
        {
            yield return $"The Flapjack webhook option {nameof(options.MaxBodyBytes)} must be 1 KiB to 16 MiB.";
        }
    }

    private static string? Standard(string secret) =>
        SecretComplaint.Signs(() => WebhookSignature.ComputeStandard([], "id", DateTimeOffset.UnixEpoch, secret))
            ? null
            : $"is not 'whsec_' and base64, so no webhook with replay protection can be verified with it: correct it, or leave out {nameof(FlapjackWebhookOptions.RequireReplayProtection)}.";
}

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
            if (Complaint(options.Secrets[i], options.RequireReplayProtection) is { } complaint)
            {
                yield return $"The Flapjack webhook option {nameof(options.Secrets)}[{i}] {complaint}";
            }
        }

        if (options.MaxBodyBytes is < SmallestLimit or > LargestLimit)
        {
            yield return $"The Flapjack webhook option {nameof(options.MaxBodyBytes)} must be 1 KiB to 16 MiB.";
        }
    }

    private static string? Complaint(string? secret, bool mustBeStandard) =>
        string.IsNullOrWhiteSpace(secret) ? "is blank: set it to the organization's signing secret, or leave it out."
        : secret.Trim().Length != secret.Length ? "begins or ends with white space; was it pasted with a line break?"
        : !Signs(() => WebhookSignature.Compute([], secret)) ? "is only the prefix 'whsec_', with no secret behind it: set it to the whole signing secret."
        : mustBeStandard && !Signs(() => WebhookSignature.ComputeStandard([], "id", DateTimeOffset.UnixEpoch, secret))
            ? $"is not 'whsec_' and base64, so no webhook with replay protection can be verified with it: correct it, or leave out {nameof(FlapjackWebhookOptions.RequireReplayProtection)}."
        : null;

    // The signing code checks the secret, so that there is only one rule.
    private static bool Signs(Func<string> sign)
    {
        try
        {
            sign();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

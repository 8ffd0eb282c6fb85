using Microsoft.Extensions.Options;

namespace Flapjack.Sdk.AspNetCore.Credentials;

/// <summary>Refuses options with which every question would be refused, or every question answered. Its complaints never hold a secret.</summary>
internal sealed class FlapjackCredentialResolverOptionsValidator : IValidateOptions<FlapjackCredentialResolverOptions>
{
    public ValidateOptionsResult Validate(string? name, FlapjackCredentialResolverOptions options)
    {
        string[] complaints = [.. Complaints(options)];
        return complaints.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(complaints);
    }

    private static IEnumerable<string> Complaints(FlapjackCredentialResolverOptions options)
    {
        if (options.Secrets.Count == 0)
        {
            yield return $"The option {nameof(options.Secrets)} of Flapjack's credential resolver is empty: set it to the organization's signing secret, "
                + $"or set the environment variable {FlapjackCredentialResolverOptions.SecretVariable}.";
        }

        for (var i = 0; i < options.Secrets.Count; i++)
        {
            if (SecretComplaint.Of(options.Secrets[i]) is { } complaint)
            {
                yield return $"The option {nameof(options.Secrets)}[{i}] of Flapjack's credential resolver {complaint}";
            }
        }
    }
}

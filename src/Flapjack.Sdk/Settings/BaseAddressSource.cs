using Shared.Wire.Json;

namespace Flapjack.Sdk.Settings;

/// <summary>Finds where the service is: in the options, in the environment, or where the hosted service is.</summary>
internal static class BaseAddressSource
{
    public static Uri Of(FlapjackClientOptions options, OptionFaults faults, string apiKey)
    {
        if (options.BaseAddress is { } set && !string.IsNullOrWhiteSpace(set.OriginalString))
        {
            faults.Add(nameof(options.BaseAddress), Complaint(set, set.OriginalString, apiKey));
            return set;
        }

        // Also for clients under a key: where the service is depends on the environment, not on the account. A process that is
        // pointed to a test backend must not reach the hosted service with its second client.
        var environment = Environment.GetEnvironmentVariable(FlapjackClientOptions.BaseAddressVariable);
        if (string.IsNullOrWhiteSpace(environment))
        {
            return FlapjackClientOptions.DefaultBaseAddress;
        }

        var address = Uri.TryCreate(environment, UriKind.Absolute, out var parsed) ? parsed : null;
        faults.Add(FlapjackClientOptions.BaseAddressVariable, Complaint(address, environment, apiKey));
        return address ?? FlapjackClientOptions.DefaultBaseAddress;
    }

    private static string? Complaint(Uri? address, string text, string apiKey)
    {
        if (address is not { IsAbsoluteUri: true } || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            return $"must be an absolute http or https address, not {ShownValue.Of(text, apiKey)}";
        }

        if (!OutgoingText.IsWhole(text))
        {
            return "holds half a character (an unpaired surrogate); another address would be asked";
        }

        return address.Query.Length == 0 && address.Fragment.Length == 0 && address.UserInfo.Length == 0
            ? null
            : $"must have no query, fragment or user information, unlike {ShownValue.Of(text, apiKey)}";
    }
}

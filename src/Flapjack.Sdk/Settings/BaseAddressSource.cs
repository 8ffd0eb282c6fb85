using Shared.Wire.Http.Options;
using Shared.Wire.Json;

namespace Flapjack.Sdk.Settings;

/// <summary>Finds the service's address: from the options, from the environment, or else the address of the hosted service.</summary>
internal static class BaseAddressSource
{
    public static Uri Of(FlapjackClientOptions options, OptionFaults faults, string apiKey)
    {
        if (options.BaseAddress is { } set && !string.IsNullOrWhiteSpace(set.OriginalString))
        {
            faults.Add(nameof(options.BaseAddress), Complaint(set, set.OriginalString, apiKey));
            return set;
        }

        // The environment counts also for a client that is registered under a service key, because the address does not depend on the account. If a
        // process is pointed to a test backend, its second client must not reach the hosted service.
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

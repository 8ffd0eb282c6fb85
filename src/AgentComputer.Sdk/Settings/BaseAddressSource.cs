using Shared.Wire.Http.Options;
using Shared.Wire.Json;

namespace AgentComputer.Sdk.Settings;

/// <summary>Finds the service's address: from the options, from the environment, or else the address of the hosted service.</summary>
internal static class BaseAddressSource
{
    // The client's paths begin with /v1 themselves. The vendor's documents name the root with it.
    private const string Version = "/v1";

    public static Uri Of(AgentComputerClientOptions options, OptionFaults faults, string apiKey)
    {
        if (options.BaseAddress is { } set && !string.IsNullOrWhiteSpace(set.OriginalString))
        {
            faults.Add(nameof(options.BaseAddress), Complaint(set, set.OriginalString, apiKey));
            return WithoutVersion(set);
        }

        // The environment counts also for a client that is registered under a service key, because the address does not depend on the account. If a
        // process is pointed to a test backend, its second client must not reach the hosted service.
        var (name, value) = EnvironmentVariables.First(EnvironmentVariables.BaseAddress);
        if (name is null || value is null)
        {
            return AgentComputerClientOptions.DefaultBaseAddress;
        }

        var address = Uri.TryCreate(value, UriKind.Absolute, out var parsed) ? parsed : null;
        faults.Add(name, Complaint(address, value, apiKey));
        return address is null ? AgentComputerClientOptions.DefaultBaseAddress : WithoutVersion(address);
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

    private static Uri WithoutVersion(Uri address)
    {
        if (!address.IsAbsoluteUri)
        {
            return address;
        }

        var text = address.AbsoluteUri.TrimEnd('/');
        return text.EndsWith(Version, StringComparison.Ordinal) ? new(text[..^Version.Length]) : address;
    }
}

using Microsoft.Extensions.Configuration;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>A configuration that changes while the app runs, as a file that is watched does.</summary>
internal sealed class ReloadableSettings : ConfigurationProvider, IConfigurationSource
{
    public ReloadableSettings(params string[] secrets) => Set(secrets);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public void Replace(params string[] secrets)
    {
        Set(secrets);
        OnReload();
    }

    private void Set(string[] secrets) => Data = secrets
        .Select((secret, index) => KeyValuePair.Create($"Flapjack:Webhooks:Secrets:{index}", (string?)secret))
        .ToDictionary(StringComparer.OrdinalIgnoreCase);
}

using Flapjack.Sdk.Settings;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Checks options when the host starts, by the rules that the client's constructor has.</summary>
internal sealed class FlapjackClientOptionsValidator : IValidateOptions<Flapjack.Sdk.FlapjackClientOptions>
{
    public ValidateOptionsResult Validate(string? name, Flapjack.Sdk.FlapjackClientOptions options) =>
        ClientSettings.FaultsOf(options) is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}

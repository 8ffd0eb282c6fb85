using AgentComputer.Sdk.Settings;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Checks options when the host starts, by the rules that the client's constructor has.</summary>
internal sealed class AgentComputerClientOptionsValidator : IValidateOptions<AgentComputer.Sdk.AgentComputerClientOptions>
{
    public ValidateOptionsResult Validate(string? name, AgentComputer.Sdk.AgentComputerClientOptions options) =>
        ClientSettings.FaultsOf(options) is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}

using Shared.Wire.Http;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Lists the sizes that the service offers by a name. The call is sent without the key.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /v1/computer-size-presets</c></remarks>
    public virtual Task<IReadOnlyList<ComputerSizePreset>> ListComputerSizePresetsAsync(CancellationToken cancellationToken = default) =>
        Only(
            Http.GetWithoutKeyAsync($"/v1/computer-size-presets", ComputersJson.Default.ComputerSizePresetsAnswer, cancellationToken),
            answer => answer.Presets);

    /// <summary>Asks whether there is room for a computer of a size. Nothing is reserved.</summary>
    /// <param name="request">The size: a preset, or memory and disk together.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether there is room, and how much.</returns>
    /// <exception cref="ArgumentException">The size is half a size: a memory without a disk, or sizes beside a preset.</exception>
    /// <remarks><c>POST /v1/computer-capacity/check</c>. The call changes nothing, so it is sent again after a transient failure.</remarks>
    public virtual Task<ComputerCapacity> CheckComputerCapacityAsync(CheckComputerCapacityRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request = request with { SizePreset = SizeRules.PresetFor(request.SizePreset, request.RequestedMemoryMib, request.RequestedStorageBytes, nameof(request)) };
        return Http.PostAsync(
            $"/v1/computer-capacity/check",
            JsonBody.Of(request, ComputersJson.Default.CheckComputerCapacityRequest),
            ComputersJson.Default.ComputerCapacity,
            cancellationToken,
            retry: RetryRule.IfTransient);
    }
}

using Shared.Wire.Http;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Starts a computer. To start a computer that runs already is a success.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="cancellationToken">Ends the call; the computer may be starting.</param>
    /// <returns>The computer, and the operation that starts it, if there is one.</returns>
    /// <remarks><c>POST /v1/computers/{computerId}/actions/start</c></remarks>
    public virtual Task<ComputerChange> StartComputerAsync(string computerId, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/v1/computers/{computerId}/actions/start", body: null, ComputersJson.Default.ComputerChange, cancellationToken);

    /// <summary>Stops a computer: its programs end, its files stay. To stop a computer that is stopped already is a success.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="cancellationToken">Ends the call; the computer may be stopping.</param>
    /// <returns>The computer, and the operation that stops it, if there is one.</returns>
    /// <remarks><c>POST /v1/computers/{computerId}/actions/stop</c></remarks>
    public virtual Task<ComputerChange> StopComputerAsync(string computerId, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/v1/computers/{computerId}/actions/stop", body: null, ComputersJson.Default.ComputerChange, cancellationToken);

    /// <summary>Asks for a computer to be ready, whatever it does now, and returns at once. <see cref="EnsureReadyAsync"/> also waits.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="cancellationToken">Ends the call; the computer may be starting.</param>
    /// <returns>The computer, and the operation that makes it ready; no operation if it is ready.</returns>
    /// <remarks>
    /// <c>POST /v1/computers/{computerId}/actions/ensure-ready</c>. The service documents that the call does the same however often it arrives, so it
    /// is sent again after a transient failure.
    /// </remarks>
    public virtual Task<ComputerChange> EnsureComputerReadyAsync(string computerId, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/v1/computers/{computerId}/actions/ensure-ready", body: null, ComputersJson.Default.ComputerChange, cancellationToken, retry: RetryRule.IfTransient);

    /// <summary>Gives a computer another size.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="request">The size: a preset, or memory and disk together.</param>
    /// <param name="cancellationToken">Ends the call; the size may be changing.</param>
    /// <returns>The computer, and the operation that changes its size, if there is one.</returns>
    /// <exception cref="ArgumentException">The size is half a size: a memory without a disk, or sizes beside a preset.</exception>
    /// <remarks><c>POST /v1/computers/{computerId}/actions/resize</c></remarks>
    public virtual Task<ComputerChange> ResizeComputerAsync(string computerId, ResizeComputerRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request = request with { SizePreset = SizeRules.PresetFor(request.SizePreset, request.RequestedMemoryMib, request.RequestedStorageBytes, nameof(request)) };
        return Http.PostAsync(
            $"/v1/computers/{computerId}/actions/resize",
            JsonBody.Of(request, ComputersJson.Default.ResizeComputerRequest),
            ComputersJson.Default.ComputerChange,
            cancellationToken);
    }
}

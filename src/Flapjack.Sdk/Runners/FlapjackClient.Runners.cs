using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the runners of the organization.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /api/runners</c></remarks>
    public virtual Task<IReadOnlyList<Runner>> ListRunnersAsync(CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/runners", RunnersJson.Default.IReadOnlyListRunner, cancellationToken);

    /// <summary>Creates a runner, which has no steps and no triggers yet.</summary>
    /// <param name="request">The runner.</param>
    /// <param name="cancellationToken">Ends the call; the runner may have been created.</param>
    /// <returns>The runner as it was created.</returns>
    /// <remarks><c>POST /api/runners</c></remarks>
    public virtual Task<Runner> CreateRunnerAsync(CreateRunnerRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/runners", JsonBody.Of(request, RunnersJson.Default.CreateRunnerRequest), RunnersJson.Default.Runner, cancellationToken);

    /// <summary>Reads a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The runner.</returns>
    /// <remarks><c>GET /api/runners/{runnerId}</c></remarks>
    public virtual Task<Runner> GetRunnerAsync(string runnerId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/runners/{runnerId}", RunnersJson.Default.Runner, cancellationToken);

    /// <summary>Changes a runner, or moves it into a project or out of it.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="request">What to change; the other fields stay as they are.</param>
    /// <param name="cancellationToken">Ends the call; the runner may have been changed.</param>
    /// <returns>The runner as it is now.</returns>
    /// <remarks><c>PATCH /api/runners/{runnerId}</c></remarks>
    public virtual Task<Runner> UpdateRunnerAsync(string runnerId, UpdateRunnerRequest request, CancellationToken cancellationToken = default) =>
        Http.PatchAsync(
            $"/api/runners/{runnerId}", JsonBody.Of(request, RunnersJson.Default.UpdateRunnerRequest), RunnersJson.Default.Runner, cancellationToken);

    /// <summary>Deletes a runner with its steps and its triggers.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the runner may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks><c>DELETE /api/runners/{runnerId}</c>. The reference backend deletes its runs and their traces too.</remarks>
    public virtual Task DeleteRunnerAsync(string runnerId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/runners/{runnerId}", cancellationToken);
}

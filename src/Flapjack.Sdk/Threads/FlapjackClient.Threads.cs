using System.Runtime.CompilerServices;
using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Creates a thread with an agent.</summary>
    /// <param name="agentId">The id of the agent that answers, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the thread may have been created.</param>
    /// <returns>The thread as it was created.</returns>
    /// <remarks><c>POST /api/threads</c></remarks>
    public virtual Task<FlapjackThread> CreateThreadAsync(string agentId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agentId);
        var body = JsonBody.Of(new CreateThreadRequest { AgentId = agentId }, ThreadsJson.Default.CreateThreadRequest, nameof(agentId));
        return Http.PostAsync($"/api/threads", body, ThreadsJson.Default.FlapjackThread, cancellationToken);
    }

    /// <summary>Creates a thread with an agent.</summary>
    /// <param name="request">The thread.</param>
    /// <param name="cancellationToken">Ends the call; the thread may have been created.</param>
    /// <returns>The thread as it was created.</returns>
    /// <remarks><c>POST /api/threads</c></remarks>
    // Without the attribute the compiler could not tell whether new() in a call is a request or a string.
    [OverloadResolutionPriority(1)]
    public virtual Task<FlapjackThread> CreateThreadAsync(CreateThreadRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/threads", JsonBody.Of(request, ThreadsJson.Default.CreateThreadRequest), ThreadsJson.Default.FlapjackThread, cancellationToken);

    /// <summary>Changes a thread.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="request">What to change; the other fields stay as they are.</param>
    /// <param name="cancellationToken">Ends the call; the thread may have been changed.</param>
    /// <returns>The thread as it is now.</returns>
    /// <remarks><c>PATCH /api/threads/{threadId}</c></remarks>
    public virtual Task<FlapjackThread> UpdateThreadAsync(string threadId, UpdateThreadRequest request, CancellationToken cancellationToken = default) =>
        Http.PatchAsync(
            $"/api/threads/{threadId}", JsonBody.Of(request, ThreadsJson.Default.UpdateThreadRequest), ThreadsJson.Default.FlapjackThread, cancellationToken);

    /// <summary>Switches a thread to another of its agent's tool profiles, for example because the agent proposed it.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="profile">The profile's name; null for no profile.</param>
    /// <param name="cancellationToken">Ends the call; the thread may have been switched.</param>
    /// <returns>The thread as it is now.</returns>
    /// <remarks><c>PATCH /api/threads/{threadId}</c> with <c>activeProfile</c></remarks>
    public virtual Task<FlapjackThread> SwitchProfileAsync(string threadId, string? profile, CancellationToken cancellationToken = default)
    {
        var body = JsonBody.Of(new UpdateThreadRequest { ActiveProfile = profile }, ThreadsJson.Default.UpdateThreadRequest, nameof(profile));
        return Http.PatchAsync($"/api/threads/{threadId}", body, ThreadsJson.Default.FlapjackThread, cancellationToken);
    }

    /// <summary>Stops the answer that the agent of a thread is giving.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the answer may have been stopped.</param>
    /// <returns>When the service has taken the stop.</returns>
    /// <remarks><c>POST /api/threads/{threadId}/stop</c></remarks>
    public virtual Task StopThreadAsync(string threadId, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/threads/{threadId}/stop", null, cancellationToken);

    /// <summary>Reads the state of the computer that belongs to a thread alone.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The state as the service sent it, because the service does not document its fields.</returns>
    /// <remarks><c>GET /api/threads/{threadId}/computer</c></remarks>
    public virtual Task<JsonElement> GetThreadComputerAsync(string threadId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/threads/{threadId}/computer", BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Changes the state of the computer that belongs to a thread alone.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="computer">The whole state, a JSON object: preferably the result of <see cref="GetThreadComputerAsync"/> with your changes. It is sent as
    /// it is, because the service does not document its fields.</param>
    /// <param name="cancellationToken">Ends the call; the state may have been changed.</param>
    /// <returns>The state as it is now.</returns>
    /// <remarks><c>PUT /api/threads/{threadId}/computer</c></remarks>
    public virtual Task<JsonElement> UpdateThreadComputerAsync(string threadId, JsonElement computer, CancellationToken cancellationToken = default) =>
        Http.PutAsync($"/api/threads/{threadId}/computer", JsonBody.Of(computer), BasicJson.Default.JsonElement, cancellationToken);
}

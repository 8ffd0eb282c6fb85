using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the people who talk in a thread of the kind <see cref="ThreadKind.Multiplayer"/>.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The JSON of the answer. The service does not document what is in it.</returns>
    /// <remarks><c>GET /api/threads/{threadId}/participants</c></remarks>
    public virtual Task<JsonElement> ListThreadParticipantsAsync(string threadId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/threads/{threadId}/participants", BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Adds a participant to a thread.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="participant">The JSON to send. The service does not document what it takes.</param>
    /// <param name="cancellationToken">Ends the call; the participant may have been added.</param>
    /// <returns>The JSON of the answer. The service does not document what is in it.</returns>
    /// <remarks><c>POST /api/threads/{threadId}/participants</c></remarks>
    public virtual Task<JsonElement> AddThreadParticipantAsync(string threadId, JsonElement participant, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/threads/{threadId}/participants", JsonBody.Of(participant), BasicJson.Default.JsonElement, cancellationToken);

    /// <summary>Removes a participant from a thread.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="participant">The JSON to send as the body. The service does not document how it is told which participant goes.</param>
    /// <param name="cancellationToken">Ends the call; the participant may have been removed.</param>
    /// <returns>When the participant is gone.</returns>
    /// <remarks><c>DELETE /api/threads/{threadId}/participants</c></remarks>
    public virtual Task RemoveThreadParticipantAsync(string threadId, JsonElement participant, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/threads/{threadId}/participants", cancellationToken, body: JsonBody.Of(participant));
}

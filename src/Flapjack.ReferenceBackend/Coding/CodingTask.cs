namespace Flapjack.ReferenceBackend.Coding;

/// <summary>What the coder is to do: one prompt of a session.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Session">The session, as it was when the prompt was taken.</param>
/// <param name="Prompt">The prompt.</param>
/// <param name="Number">Which of the session's prompts it is, from 1.</param>
/// <param name="IsFirst">Whether the session has no working copy yet.</param>
internal sealed record CodingTask(string SessionId, CodeSessionDocument Session, string Prompt, int Number, bool IsFirst);

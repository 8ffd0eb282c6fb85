namespace Flapjack.ReferenceBackend;

/// <summary>A message of the conversation that a <see cref="ScriptedChatModel"/> was given.</summary>
/// <param name="Role">Whose message it is: <c>user</c>, <c>assistant</c>, <c>tool</c> or <c>system</c>.</param>
/// <param name="Text">The text; empty if there is none.</param>
/// <param name="Calls">The calls of tools in the message; empty if there are none.</param>
/// <param name="Results">The results of tools in the message; empty if there are none.</param>
public sealed record ScriptedMessage(string Role, string Text, IReadOnlyList<ScriptedCall> Calls, IReadOnlyList<ScriptedResult> Results);

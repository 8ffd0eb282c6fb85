using System.Collections.Immutable;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Chat.Scripted;

/// <summary>A step of a rule.</summary>
internal abstract record ScriptStep;

/// <summary>Says the tokens.</summary>
internal sealed record SayStep(Func<ScriptedRequest, IReadOnlyList<string>> Tokens) : ScriptStep;

/// <summary>Calls tools at once; ends the answer.</summary>
internal sealed record CallStep(Func<ScriptedRequest, IReadOnlyList<ScriptedCall>> Calls) : ScriptStep;

/// <summary>Goes on with the steps that the request decides.</summary>
internal sealed record BranchStep(Func<ScriptedRequest, ImmutableList<ScriptStep>> Choose) : ScriptStep;

/// <summary>Sends an event.</summary>
internal sealed record EmitStep(ChatEvent ChatEvent) : ScriptStep;

/// <summary>Waits by the clock; an infinite time ends with the cancellation only.</summary>
internal sealed record WaitStep(TimeSpan Time) : ScriptStep;

/// <summary>Waits for the task without listening to the cancellation.</summary>
internal sealed record DeafStep(Task Released) : ScriptStep;

/// <summary>Fails.</summary>
internal sealed record FailStep(Func<Exception> Failure) : ScriptStep;

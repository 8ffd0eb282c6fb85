namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The journal of a turn did not take an event, because the disk is full, for example. It is a failure of the backend, and not of the model that spoke.</summary>
internal sealed class NotRecordedException(Exception innerException) : Exception("The journal of the turn did not take an event.", innerException);

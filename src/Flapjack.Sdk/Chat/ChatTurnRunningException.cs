namespace Flapjack.Sdk;

/// <summary>
/// The thread's agent still answers another message (409 <c>TURN_RUNNING</c>), so this message was not taken. Read the other answer to its end, or stop
/// it with <see cref="FlapjackClient.StopThreadAsync"/>; then send the message again.
/// </summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class ChatTurnRunningException(string message) : FlapjackApiException(message);

namespace Flapjack.Sdk;

/// <summary>How a system message is shown: a compact line of an icon and a label, in place of a user's bubble.</summary>
/// <param name="Icon">One of the built-in icons of <see cref="ChatSystemIcon"/>, or any emoji or character.</param>
/// <param name="Label">A few words for people, such as <c>Plan approved</c>.</param>
public sealed record ChatSystemMessage(string Icon, string Label);

namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>Why a call was not done, as a sentence for the model.</summary>
internal sealed class ToolRefusal(string message) : Exception(message);

namespace AgentComputerSample;

/// <summary>Something that the sample needs is not there.</summary>
internal sealed class SampleException(string message) : Exception(message);

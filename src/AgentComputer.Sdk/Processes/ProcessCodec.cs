namespace AgentComputer.Sdk;

/// <summary>How the messages of processes are written.</summary>
public enum ProcessCodec
{
    /// <summary>JSON, which every service reads. Output and input travel as base64.</summary>
    Json,

    /// <summary>Protobuf, which is smaller.</summary>
    Protobuf,
}

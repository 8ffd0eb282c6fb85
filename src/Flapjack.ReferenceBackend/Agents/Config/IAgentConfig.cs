namespace Flapjack.ReferenceBackend.Agents.Config;

/// <summary>A configuration of an agent whose fields are documented. Its properties have the defaults that hold for an agent whose configuration nobody has changed.</summary>
internal interface IAgentConfig
{
    /// <summary>Its name in the path and in the store, for example <c>memory</c>.</summary>
    static abstract string Name { get; }
}

namespace Shared.Hosting.Faults.Kinds;

/// <summary>How a body ends early.</summary>
internal enum Ending
{
    /// <summary>In good order, as far as HTTP goes.</summary>
    Cut,

    /// <summary>With the connection.</summary>
    Reset,

    /// <summary>By silence.</summary>
    Stall,
}

namespace Shared.Wire.Streaming;

/// <summary>Where a logical stream stands. <see cref="ResumeRules"/> says how a break changes it.</summary>
internal enum StreamState
{
    /// <summary>Nothing was sent, or everything that was sent came to nothing.</summary>
    NotOpened,

    /// <summary>A request that opens the stream may have arrived, and no answer came: the next one is another attempt at the same.</summary>
    MayHaveBegun,

    /// <summary>A connection carries the stream.</summary>
    Open,

    /// <summary>The stream was open, and its connection is gone.</summary>
    Broken,

    /// <summary>The last event came.</summary>
    Ended,

    /// <summary>The stream broke and is not opened again.</summary>
    Lost,
}

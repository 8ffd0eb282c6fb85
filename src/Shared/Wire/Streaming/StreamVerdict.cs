namespace Shared.Wire.Streaming;

/// <summary>What follows from a break: whether the stream may be opened again, and what the caller is told if it is not.</summary>
internal enum StreamVerdict
{
    /// <summary>Opening the stream again can't help. The failure says itself what happened.</summary>
    Tell,

    /// <summary>Opening the stream again can't help. The caller learns that the stream was interrupted, and by what.</summary>
    TellAsInterrupted,

    /// <summary>The stream may be opened again; otherwise as <see cref="Tell"/>.</summary>
    MendOrTell,

    /// <summary>The stream may be opened again; otherwise as <see cref="TellAsInterrupted"/>.</summary>
    MendOrTellAsInterrupted,
}

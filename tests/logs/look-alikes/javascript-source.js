if (stderr.includes("error: externally-managed-environment")) {
  // error: externally-managed-environment means PEP 668
  throw new Error(`error: externally-managed-environment\n\n× This environment is externally managed`);
}
